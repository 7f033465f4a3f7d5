package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A trial changes no key, no generation and no received nonce. */
class TrialTest {
  private static final byte[] SPEECH = new byte[40];
  private static final long GENERATION = 1L << 24;

  /** Buffers and ciphers, whose content does not matter. */
  private static final Set<String> SCRATCH =
      Set.of("ciphers", "cipher", "frame", "joined", "plain", "length", "counts");

  private final ReferenceSender older = new ReferenceSender(1);
  private final ReferenceSender newer = new ReferenceSender(2);
  private final Receiver receiver = new Receiver(older);

  @Test
  void stateIsTheSameAfterATrial() throws ReflectiveOperationException {
    receiver.add(newer);
    receiver.pass(2 * GENERATION / 170.0);
    assertThat(receiver.receive(older.frame(7, SPEECH))).isEqualTo(FrameOutcome.DECRYPTED);
    byte[] forged = older.frame(9, SPEECH);
    forged[0] ^= 1;

    assertUnchangedBy(older.frame(8, SPEECH), true);
    assertUnchangedBy(newer.frame(1, SPEECH), true);
    assertUnchangedBy(older.frame(7, SPEECH), true);
    assertUnchangedBy(newer.frame(GENERATION + 1, SPEECH), true);
    assertUnchangedBy(forged, false);
    assertUnchangedBy(new ReferenceSender(3).frame(1, SPEECH), false);
    assertUnchangedBy(newer.frame(100 * GENERATION, SPEECH), false);
    assertUnchangedBy(SPEECH, false);
    assertUnchangedBy(new byte[0], false);
  }

  private void assertUnchangedBy(byte[] frame, boolean authentic)
      throws ReflectiveOperationException {
    byte[] before = frame.clone();
    String state = stateOf(receiver.decryptor);
    assertThat(
            receiver.decryptor.isAuthentic(
                frame, 0, frame.length, new byte[frame.length], receiver.now))
        .isEqualTo(authentic);
    assertThat(stateOf(receiver.decryptor)).isEqualTo(state);
    assertThat(frame).isEqualTo(before);
  }

  @Test
  void comparedStateContainsKeysAndNonces() throws ReflectiveOperationException {
    receiver.pass(2 * GENERATION / 170.0);
    for (long nonce : List.of(1L, 2L, GENERATION + 1)) {
      String before = stateOf(receiver.decryptor);
      assertThat(receiver.receive(older.frame(nonce, SPEECH))).isEqualTo(FrameOutcome.DECRYPTED);
      assertThat(stateOf(receiver.decryptor)).isNotEqualTo(before);
    }
  }

  /** All fields of the object and of our objects in it. */
  private static String stateOf(Object object) throws ReflectiveOperationException {
    StringBuilder state = new StringBuilder();
    append(state, object);
    return state.toString();
  }

  private static void append(StringBuilder state, Object value)
      throws ReflectiveOperationException {
    if (value instanceof List<?> list) {
      for (Object each : list) {
        append(state, each);
      }
    } else if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        append(state, Array.get(value, i));
      }
    } else if (value == null
        || value instanceof Enum
        || value.getClass().getName().startsWith("java.lang.")) {
      state.append(value).append(' ');
    } else {
      appendFields(state, value);
    }
  }

  private static void appendFields(StringBuilder state, Object object)
      throws ReflectiveOperationException {
    for (Field field : object.getClass().getDeclaredFields()) {
      boolean isStatic = Modifier.isStatic(field.getModifiers());
      if (!isStatic && !SCRATCH.contains(field.getName())) {
        field.setAccessible(true);
        state.append(field.getName()).append('=');
        append(state, field.get(object));
      }
    }
  }
}
