package dev.antiphon.protocol;

/** A message that a client sends to the voice server. */
public sealed interface ClientMessage extends GatewayMessage
    permits Identify,
        SelectProtocol,
        Heartbeat,
        Speaking,
        Resume,
        DaveTransitionReady,
        MlsKeyPackage,
        MlsCommitWelcome,
        MlsInvalidCommitWelcome,
        Unrecognized {}
