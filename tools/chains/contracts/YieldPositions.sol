// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// syrupUsdc: a vault whose shares are worth what USDC it holds. Redeemed at once; size a redemption by previewWithdraw.
contract SyrupVault is ERC4626 {
    constructor(IERC20 usdc) ERC20("Syrup USDC", "syrupUSDC") ERC4626(usdc) {}

    function _decimalsOffset() internal pure override returns (uint8) { return 0; }
}

/// usdz: a dollar that is converted to USDC one for one, at once.
contract Usdz is ERC20 {
    IERC20 public immutable usdc;

    constructor(IERC20 backing) ERC20("USDZ", "USDZ") { usdc = backing; }

    function decimals() public pure override returns (uint8) { return 6; }

    function mint(uint256 amount, address to) external {
        usdc.transferFrom(msg.sender, address(this), amount);
        _mint(to, amount);
    }

    function convert(uint256 amount, address to) external {
        _burn(msg.sender, amount);
        usdc.transfer(to, amount);
    }
}

/// rlp and ustb: shares are given up now (request) and paid out once a window has passed (claim).
contract WindowedPosition is ERC20 {
    struct Request { address owner; uint256 assets; uint256 claimableAt; bool claimed; }

    event RedeemRequested(uint256 indexed requestId, address indexed owner, uint256 assets, uint256 claimableAt);
    event RedeemClaimed(uint256 indexed requestId, address indexed to, uint256 assets);

    IERC20 public immutable usdc;
    uint256 public immutable window;
    Request[] public requests;

    constructor(IERC20 backing, uint256 windowSeconds, string memory named, string memory sign) ERC20(named, sign) {
        usdc = backing;
        window = windowSeconds;
    }

    function decimals() public pure override returns (uint8) { return 6; }

    function previewRedeem(uint256 shares) external pure returns (uint256) { return shares; }

    function deposit(uint256 assets, address to) external returns (uint256) {
        usdc.transferFrom(msg.sender, address(this), assets);
        _mint(to, assets);
        return assets;
    }

    function requestRedeem(uint256 shares) external returns (uint256 requestId) {
        require(shares > 0, "Nothing to redeem");
        _burn(msg.sender, shares);
        requestId = requests.length;
        requests.push(Request(msg.sender, shares, block.timestamp + window, false));
        emit RedeemRequested(requestId, msg.sender, shares, block.timestamp + window);
    }

    function claim(uint256 requestId, address to) external {
        Request storage request = requests[requestId];
        require(request.owner == msg.sender, "Not the owner of this request");
        require(!request.claimed, "Request already claimed");
        require(block.timestamp >= request.claimableAt, "Request not claimable yet");
        request.claimed = true;
        usdc.transfer(to, request.assets);
        emit RedeemClaimed(requestId, to, request.assets);
    }
}
