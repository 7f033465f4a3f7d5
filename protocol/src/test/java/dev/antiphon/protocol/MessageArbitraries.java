package dev.antiphon.protocol;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators of random messages for the property tests of this package. */
final class MessageArbitraries {

  private MessageArbitraries() {}

  /** One generator for each record that {@link GatewayMessage} permits. */
  static Map<Class<? extends GatewayMessage>, Arbitrary<? extends GatewayMessage>> byType() {
    return Map.ofEntries(
        entry(
            Identify.class,
            Combinators.combine(uint64(), uint64(), text(), text(), int31()).as(Identify::new)),
        entry(
            SelectProtocol.class,
            Combinators.combine(text(), text(), uint16(), text()).as(SelectProtocol::new)),
        entry(
            Ready.class,
            Combinators.combine(uint32(), text(), uint16(), text().list().ofMaxSize(8))
                .as(Ready::new)),
        entry(Heartbeat.class, Combinators.combine(uint64(), sequence()).as(Heartbeat::new)),
        entry(
            SessionDescription.class,
            Combinators.combine(text(), key(), int31()).as(SessionDescription::new)),
        entry(
            Speaking.class,
            Combinators.combine(optional(uint64()), int31(), int31(), uint32()).as(Speaking::new)),
        entry(HeartbeatAck.class, uint64().map(HeartbeatAck::new)),
        entry(
            Resume.class,
            Combinators.combine(uint64(), text(), text(), sequence()).as(Resume::new)),
        entry(Hello.class, Arbitraries.doubles().map(Hello::new)),
        entry(Resumed.class, Arbitraries.just(new Resumed())),
        entry(ClientsConnect.class, uint64().list().ofMaxSize(20).map(ClientsConnect::new)),
        entry(ClientDisconnect.class, uint64().map(ClientDisconnect::new)),
        entry(
            DavePrepareTransition.class,
            Combinators.combine(uint16(), int31()).as(DavePrepareTransition::new)),
        entry(DaveExecuteTransition.class, uint16().map(DaveExecuteTransition::new)),
        entry(DaveTransitionReady.class, uint16().map(DaveTransitionReady::new)),
        entry(
            DavePrepareEpoch.class,
            Combinators.combine(optional(uint64()), optionalInt(int31()), optionalInt(uint16()))
                .as(DavePrepareEpoch::new)),
        entry(MlsExternalSender.class, bytes().map(MlsExternalSender::new)),
        entry(MlsKeyPackage.class, bytes().map(MlsKeyPackage::new)),
        entry(
            MlsProposals.class,
            Combinators.combine(Arbitraries.integers().between(0, 255), bytes())
                .as(MlsProposals::new)),
        entry(MlsCommitWelcome.class, bytes().map(MlsCommitWelcome::new)),
        entry(
            MlsAnnounceCommitTransition.class,
            Combinators.combine(uint16(), bytes()).as(MlsAnnounceCommitTransition::new)),
        entry(MlsWelcome.class, Combinators.combine(uint16(), bytes()).as(MlsWelcome::new)),
        entry(MlsInvalidCommitWelcome.class, uint16().map(MlsInvalidCommitWelcome::new)),
        entry(
            Unrecognized.class,
            Combinators.combine(opcodeWithoutRecord(), sequence(), bytes()).as(Unrecognized::new)));
  }

  /** Any message for this kind of frame, except {@link Unrecognized}. */
  static Arbitrary<GatewayMessage> anyOf(Opcode.Form form) {
    return Arbitraries.of(Opcode.values())
        .filter(opcode -> opcode.form() == form)
        .flatMap(opcode -> byType().get(recordOf(opcode)).map(GatewayMessage.class::cast));
  }

  /** Any sequence number, or -1 for no sequence number. */
  static Arbitrary<Integer> sequence() {
    return Arbitraries.integers().between(Envelope.NO_SEQUENCE, 0xFFFF);
  }

  /** Any sequence number. */
  static Arbitrary<Integer> uint16() {
    return Arbitraries.integers().between(0, 0xFFFF);
  }

  /** Any 64-bit value. */
  static Arbitrary<Long> uint64() {
    return Arbitraries.longs();
  }

  /** Any text, including control characters and other scripts. */
  static Arbitrary<String> text() {
    return Arbitraries.strings().all().ofMaxLength(30);
  }

  /** An opcode without a record that fits into a binary frame. */
  static Arbitrary<Integer> opcodeWithoutRecord() {
    return Arbitraries.integers().between(0, 255).filter(number -> Opcode.of(number).isEmpty());
  }

  /** Any byte array of up to 60 bytes. */
  static Arbitrary<OpaqueBytes> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(60).map(OpaqueBytes::copyOf);
  }

  static Class<? extends GatewayMessage> recordOf(Opcode opcode) {
    return Samples.all()
        .filter(sample -> sample.opcode() == opcode.number())
        .findFirst()
        .orElseThrow()
        .getClass();
  }

  private static Arbitrary<Integer> int31() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE);
  }

  private static Arbitrary<Long> uint32() {
    return Arbitraries.longs().between(0, 0xFFFF_FFFFL);
  }

  private static Arbitrary<TransportKey> key() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(TransportKey::copyOf);
  }

  private static Arbitrary<OptionalLong> optional(Arbitrary<Long> values) {
    return Arbitraries.oneOf(
        List.of(Arbitraries.just(OptionalLong.empty()), values.map(OptionalLong::of)));
  }

  private static Arbitrary<OptionalInt> optionalInt(Arbitrary<Integer> values) {
    return Arbitraries.oneOf(
        List.of(Arbitraries.just(OptionalInt.empty()), values.map(OptionalInt::of)));
  }
}
