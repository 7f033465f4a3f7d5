package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.internal.flow.Credentials;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.internal.Speakers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events for a Ready and a Session Description contain what an error message needs. */
class ReadyAddressTest {
  private static final String MODE = EncryptionMode.AEAD_AES256_GCM_RTPSIZE.wireName();

  private final VirtualLoop loop = new VirtualLoop(() -> {});
  private final List<VoiceEvent> events = new ArrayList<>();
  private final Vault vault = new Vault();

  @AfterEach
  void close() {
    loop.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.8.8.8    | 9.9.9.9     |",
        "8.8.8.8    | 127.0.0.1   | d.ip: expected a public address, found 127.0.0.1,"
            + " a loopback address (the option privateMediaAddresses would allow it)",
        "8.8.8.8    | 224.0.0.1   | d.ip: expected a public address, found 224.0.0.1,"
            + " a multicast address",
        "127.0.0.1  | 127.0.0.1   |",
        "::1        | 127.0.0.1   |",
        "10.0.0.1   | 192.168.0.1 |",
        "127.0.0.1  | fe80::1     | d.ip: expected a public, private or loopback address,"
            + " found fe80:0:0:0:0:0:0:1, a link-local address",
        "127.0.0.1  | localhost   | d.ip: expected an IP address, found localhost",
        "127.0.0.1  | ''          | d.ip: expected an IP address, found an empty text",
      })
  void addressOfAReadyIsCheckedAgainstTheAddressOfTheEndpoint(
      String endpoint, String named, String problem) {
    VoiceEvent.ReadyReceived ready = ready(endpoint, named, 50_000);
    assertThat(ready.server() != Credentials.NONE).isEqualTo(problem == null);
    assertThat(ready.addressProblem())
        .isEqualTo(problem == null ? "" : "Ready is unusable: " + problem);
  }

  @Test
  void portZeroIsNamed() {
    assertThat(ready("127.0.0.1", "127.0.0.1", 0).addressProblem())
        .isEqualTo("Ready is unusable: d.port: expected 1 to 65535, found 0");
  }

  @Test
  void textsOfTheServerAreWithheldWhenTheyContainASecret() {
    vault.tokens().numberOf("a0b1c2d3e4f5");
    assertThat(ready("127.0.0.1", "a0b1c2d3", 1).addressProblem())
        .doesNotContain("a0b1c2d3")
        .contains("withheld");
  }

  @Test
  void namesOfUnknownModesAreKept() {
    SocketEvents socket = socket("127.0.0.1");
    socket.ready(new Ready(1, "127.0.0.1", 1, List.of("made_up", MODE)));
    assertThat(((VoiceEvent.ReadyReceived) events.get(0)).modes()).isEqualTo("made_up, " + MODE);
    socket.sessionDescription(
        new SessionDescription("made_up", TransportKey.copyOf(new byte[32]), 0));
    assertThat(((VoiceEvent.Described) events.get(1)).modeName()).isEqualTo("made_up");
    socket.malformed(new MalformedMessageException(2, -1, "d.ip", "a string", "missing"));
    assertThat(((VoiceEvent.Malformed) events.get(2)).why())
        .isEqualTo("Malformed message with opcode 2: d.ip: expected a string, found missing");
  }

  private VoiceEvent.ReadyReceived ready(String endpoint, String named, int port) {
    socket(endpoint).ready(new Ready(1, named, port, List.of(MODE)));
    return (VoiceEvent.ReadyReceived) events.get(0);
  }

  private SocketEvents socket(String endpoint) {
    ConnectionContext context =
        new ConnectionContext(
            new AuditEntry.Subject("c", 1, 2),
            loop.loop(),
            vault,
            event -> events.add(event.get()),
            new ConnectionCounters(),
            new StepVerifier());
    SocketEvents socket =
        new SocketEvents(
            1,
            context,
            new Speakers(),
            EndToEndEncryption.none(context.counters()),
            new MediaAddresses(false),
            () -> Optional.of(new InetSocketAddress(endpoint, 443)));
    socket.opened();
    events.clear();
    return socket;
  }
}
