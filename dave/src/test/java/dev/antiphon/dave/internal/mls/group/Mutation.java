package dev.antiphon.dave.internal.mls.group;

import java.util.Arrays;
import java.util.Random;

/** A way to change a message. */
enum Mutation {
  FLIP_BITS {
    @Override
    byte[] of(byte[] message, Random random) {
      byte[] mutated = message.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return mutated;
    }
  },
  REPLACE_A_BYTE {
    @Override
    byte[] of(byte[] message, Random random) {
      byte[] mutated = message.clone();
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      return mutated;
    }
  },
  TRUNCATE {
    @Override
    byte[] of(byte[] message, Random random) {
      return Arrays.copyOf(message, random.nextInt(message.length));
    }
  },
  INSERT {
    @Override
    byte[] of(byte[] message, Random random) {
      byte[] more = new byte[1 + random.nextInt(40)];
      random.nextBytes(more);
      return spliced(message, random.nextInt(message.length + 1), 0, more);
    }
  },
  DELETE {
    @Override
    byte[] of(byte[] message, Random random) {
      int at = random.nextInt(message.length);
      return spliced(message, at, 1 + random.nextInt(message.length - at), new byte[0]);
    }
  },
  REPEAT_A_PART {
    @Override
    byte[] of(byte[] message, Random random) {
      int at = random.nextInt(message.length);
      int length = 1 + random.nextInt(message.length - at);
      return spliced(message, at, 0, Arrays.copyOfRange(message, at, at + length));
    }
  },
  CLAIM_A_LENGTH {
    @Override
    byte[] of(byte[] message, Random random) {
      byte[] claim = CLAIMS[random.nextInt(CLAIMS.length)];
      int at = random.nextInt(message.length);
      return spliced(message, at, Math.min(claim.length, message.length - at), claim);
    }
  };

  private static final byte[][] CLAIMS = {
    {(byte) 0xbf, -1, -1, -1},
    {(byte) 0x80, 0, 0x40, 0},
    {(byte) 0x80, 0x10, 0, 0},
    {0x7f, -1},
    {0x40, 0x40},
    {0x3f},
    {-1},
    {0}
  };

  abstract byte[] of(byte[] message, Random random);

  static byte[] any(byte[] message, Random random) {
    return values()[random.nextInt(values().length)].of(message, random);
  }

  private static byte[] spliced(byte[] message, int at, int removed, byte[] added) {
    byte[] mutated = new byte[message.length - removed + added.length];
    System.arraycopy(message, 0, mutated, 0, at);
    System.arraycopy(added, 0, mutated, at, added.length);
    System.arraycopy(
        message, at + removed, mutated, at + added.length, message.length - at - removed);
    return mutated;
  }
}
