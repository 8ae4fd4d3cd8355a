// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {MessageTransmitter} from "./MessageTransmitter.sol";
import {TestUsdc} from "./TestUsdc.sol";

/// Burns on this chain and mints on another, with the interface, events and body layout of CCTP's TokenMessengerV2.
contract TokenMessenger {
    uint32 private constant BODY_VERSION = 1;
    uint256 private constant BODY_LENGTH = 228;

    event DepositForBurn(
        address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain,
        bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData
    );
    event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected);

    MessageTransmitter public localMessageTransmitter;
    TestUsdc public localToken;
    address public feeRecipient;
    mapping(uint32 => bytes32) public remoteTokenMessengers;

    function initialize(MessageTransmitter transmitter, TestUsdc token, address feesTo, uint32[] calldata domains) external {
        require(address(localMessageTransmitter) == address(0), "Initializable: invalid initialization");
        localMessageTransmitter = transmitter;
        localToken = token;
        feeRecipient = feesTo;
        for (uint256 i = 0; i < domains.length; i++) remoteTokenMessengers[domains[i]] = bytes32(uint256(uint160(address(this))));
    }

    function depositForBurn(
        uint256 amount, uint32 destinationDomain, bytes32 mintRecipient, address burnToken, bytes32 destinationCaller, uint256 maxFee,
        uint32 minFinalityThreshold
    ) external {
        require(amount > 0, "Amount must be nonzero");
        require(mintRecipient != bytes32(0), "Mint recipient must be nonzero");
        require(maxFee < amount, "Max fee must be less than amount");
        require(burnToken == address(localToken), "Burn token not supported");
        bytes32 messenger = remoteTokenMessengers[destinationDomain];
        require(messenger != bytes32(0), "No TokenMessenger for domain");
        localToken.transferFrom(msg.sender, address(this), amount);
        localToken.burn(amount);
        bytes memory body = abi.encodePacked(
            BODY_VERSION, bytes32(uint256(uint160(burnToken))), mintRecipient, amount, bytes32(uint256(uint160(msg.sender))), maxFee,
            uint256(0), uint256(0)
        );
        localMessageTransmitter.sendMessage(destinationDomain, messenger, destinationCaller, minFinalityThreshold, body);
        emit DepositForBurn(
            burnToken, amount, msg.sender, mintRecipient, destinationDomain, messenger, destinationCaller, maxFee, minFinalityThreshold, ""
        );
    }

    /// Called by the transmitter with an attested message: mints the amount less the fee that was executed.
    function handleReceiveMessage(uint32 remoteDomain, bytes32 sender, bytes calldata body) external returns (bool) {
        require(msg.sender == address(localMessageTransmitter), "Invalid message transmitter");
        require(remoteTokenMessengers[remoteDomain] == sender && sender != bytes32(0), "Remote TokenMessenger unsupported");
        require(body.length >= BODY_LENGTH && uint32(bytes4(body[0:4])) == BODY_VERSION, "Invalid message body");
        address recipient = address(uint160(uint256(bytes32(body[36:68]))));
        uint256 amount = uint256(bytes32(body[68:100]));
        uint256 fee = uint256(bytes32(body[164:196]));
        uint256 expirationBlock = uint256(bytes32(body[196:228]));
        require(expirationBlock == 0 || expirationBlock > block.number, "Message expired and must be re-signed");
        require(fee <= uint256(bytes32(body[132:164])) && fee < amount, "Fee exceeds max fee");
        localToken.mint(recipient, amount - fee);
        if (fee > 0) localToken.mint(feeRecipient, fee);
        emit MintAndWithdraw(recipient, amount - fee, address(localToken), fee);
        return true;
    }
}
