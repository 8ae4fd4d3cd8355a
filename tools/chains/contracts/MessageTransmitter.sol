// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

interface MessageHandler {
    function handleReceiveMessage(uint32 remoteDomain, bytes32 sender, bytes calldata body) external returns (bool);
}

/// Emits messages and takes attested ones, with the interface, events and header layout of CCTP's MessageTransmitterV2.
/// As there, the emitted message has neither nonce nor executed finality: the attestation service fills them in.
contract MessageTransmitter {
    uint32 public constant version = 1;
    uint256 private constant HEADER_LENGTH = 148;

    event MessageSent(bytes message);
    event MessageReceived(
        address indexed caller, uint32 sourceDomain, bytes32 indexed nonce, bytes32 sender, uint32 indexed finalityThresholdExecuted, bytes messageBody
    );

    uint32 public localDomain;
    address public attester;
    mapping(bytes32 => uint256) public usedNonces;

    function initialize(uint32 domain, address enabledAttester) external {
        require(attester == address(0), "Initializable: invalid initialization");
        localDomain = domain;
        attester = enabledAttester;
    }

    function sendMessage(
        uint32 destinationDomain, bytes32 recipient, bytes32 destinationCaller, uint32 minFinalityThreshold, bytes calldata body
    ) external {
        emit MessageSent(
            abi.encodePacked(
                version, localDomain, destinationDomain, bytes32(0), bytes32(uint256(uint160(msg.sender))), recipient, destinationCaller,
                minFinalityThreshold, uint32(0), body
            )
        );
    }

    function receiveMessage(bytes calldata message, bytes calldata attestation) external returns (bool) {
        require(message.length >= HEADER_LENGTH, "Invalid message: too short");
        require(uint32(bytes4(message[0:4])) == version, "Invalid message version");
        require(uint32(bytes4(message[8:12])) == localDomain, "Invalid destination domain");
        require(ECDSA.recover(keccak256(message), attestation) == attester, "Invalid signature: not attester");
        bytes32 caller = bytes32(message[108:140]);
        require(caller == bytes32(0) || caller == bytes32(uint256(uint160(msg.sender))), "Invalid caller for message");
        bytes32 nonce = bytes32(message[12:44]);
        require(usedNonces[nonce] == 0, "Nonce already used");
        usedNonces[nonce] = 1;
        _deliver(message, nonce);
        return true;
    }

    function _deliver(bytes calldata message, bytes32 nonce) private {
        uint32 sourceDomain = uint32(bytes4(message[4:8]));
        bytes32 sender = bytes32(message[44:76]);
        bytes calldata body = message[HEADER_LENGTH:];
        address recipient = address(uint160(uint256(bytes32(message[76:108]))));
        require(MessageHandler(recipient).handleReceiveMessage(sourceDomain, sender, body), "handleReceiveMessage() failed");
        emit MessageReceived(msg.sender, sourceDomain, nonce, sender, uint32(bytes4(message[144:148])), body);
    }
}
