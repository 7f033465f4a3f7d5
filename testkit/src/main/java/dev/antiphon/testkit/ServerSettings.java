package dev.antiphon.testkit;

import dev.antiphon.protocol.EncryptionMode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the builder of an {@link EmbeddedVoiceServer} has collected and checked. */
record ServerSettings(
    ServerTls tls,
    Optional<InetAddress> bindAddress,
    int port,
    int udpPort,
    List<EncryptionMode> modes,
    boolean echo,
    Duration heartbeatInterval,
    Duration heartbeatLimit,
    Duration resumeWindow,
    Optional<String> token,
    long firstSsrc,
    int firstSequence,
    int maxConnections,
    int recordingLimit,
    Consumer<? super ServerEvent> listener,
    ServerBehaviour behaviour,
    FaultScript faults,
    DaveMode dave,
    Duration daveTransitionLimit) {

  List<String> modeNames() {
    return modes.stream().map(EncryptionMode::wireName).toList();
  }
}
