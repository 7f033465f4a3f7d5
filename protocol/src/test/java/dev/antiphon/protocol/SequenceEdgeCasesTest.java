package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests sequence numbers that other libraries decode incorrectly. */
class SequenceEdgeCasesTest {

  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  @Test
  void zeroIsAValidSequenceNumber() throws MalformedMessageException {
    assertThat(text.decode("{\"op\":9,\"d\":null,\"seq\":0}").sequence()).isZero();
    assertThat(text.decode("{\"op\":16,\"d\":{},\"seq\":0}").message())
        .isEqualTo(new Unrecognized(16, 0, Samples.bytes("{}")));
    assertThat(binary.decodeFromServer(new byte[] {0, 0, 25}).sequence()).isZero();
    assertThat(text.encode(new Heartbeat(1, 0))).contains("\"seq_ack\":0");
    assertThat(text.encode(new Resume(1, "s", "t", 0))).contains("\"seq_ack\":0");
  }

  @Test
  void absentSequenceNumberIsDecodedAsMinusOne() throws MalformedMessageException {
    assertThat(text.decode("{\"op\":9,\"d\":null}").sequence()).isEqualTo(-1);
  }

  @Test
  void sequenceFieldOfTheMainGatewayIsIgnored() throws MalformedMessageException {
    assertThat(text.decode("{\"op\":9,\"d\":null,\"s\":5}").sequence()).isEqualTo(-1);
    assertThat(text.decode("{\"op\":9,\"d\":{\"seq\":5}}").sequence()).isEqualTo(-1);
  }

  @Test
  void highestSequenceNumberIs65535() throws MalformedMessageException {
    assertThat(text.decode("{\"op\":9,\"d\":null,\"seq\":65535}").sequence()).isEqualTo(65535);
    assertThat(binary.decodeFromServer(new byte[] {-1, -1, 25}).sequence()).isEqualTo(65535);
  }

  @Test
  void decodingAnEncodedBinaryMessageReturnsItsSequenceNumber() throws MalformedMessageException {
    // The first byte of 6400 to 8191 is also an opcode. As a short, 32768 and above are negative.
    OpaqueBytes content = OpaqueBytes.copyOf(new byte[] {7});
    for (GatewayMessage message :
        List.of(new MlsExternalSender(content), new MlsWelcome(0x1919, content))) {
      for (int sequence = 0; sequence <= 0xFFFF; sequence++) {
        Envelope envelope = new Envelope(sequence, message);
        if (!binary.decodeFromServer(binary.encodeFromServer(envelope)).equals(envelope)) {
          assertThat(sequence).as("incorrectly decoded sequence").isNull();
        }
      }
    }
  }

  @Test
  void decodingAnEncodedTextMessageReturnsItsSequenceNumber() throws MalformedMessageException {
    for (int sequence = -1; sequence <= 0xFFFF; sequence += sequence < 1 ? 1 : 97) {
      Envelope envelope = new Envelope(sequence, new ClientDisconnect(1));
      assertThat(text.decode(text.encode(envelope))).isEqualTo(envelope);
    }
  }
}
