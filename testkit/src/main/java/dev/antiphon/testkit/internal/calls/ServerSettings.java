package dev.antiphon.testkit.internal.calls;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.internal.net.ServerTls;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.ServerBehaviour;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The settings of a server. The builder checks them. */
public record ServerSettings(
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

  /** The user id of the echo: a snowflake that no real user has. */
  public static final long ECHO_USER_ID = 1L << 22;

  /** Returns the wire names of the modes. */
  public List<String> modeNames() {
    return modes.stream().map(EncryptionMode::wireName).toList();
  }
}
