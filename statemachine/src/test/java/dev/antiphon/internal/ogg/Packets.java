package dev.antiphon.internal.ogg;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packets to write, and what the reader makes of a file. */
final class Packets {

  /** Every packet until the end or the failure, and which of the two it was. */
  record Reading(List<byte[]> packets, boolean endMarked, OggFormatException failure) {}

  private Packets() {}

  /** A packet of so many bytes, different for each seed. */
  static byte[] packet(int length, long seed) {
    byte[] packet = new byte[length];
    new Random(seed).nextBytes(packet);
    return packet;
  }

  /** Reads it all; whatever is thrown beside an OggFormatException fails the test. */
  static Reading read(byte[] file) {
    return read(new ByteArrayInputStream(file));
  }

  static Reading read(InputStream file) {
    return read(file, OggOpusReader.MAX_BYTES_PER_PACKET);
  }

  /** The same, with another limit to what is read in search of a packet. */
  static Reading read(InputStream file, long bytesPerPacket) {
    List<byte[]> packets = new ArrayList<>();
    try (OggOpusReader reader = OggOpusReader.of(file, bytesPerPacket)) {
      for (byte[] next = reader.nextPacket(); next != null; next = reader.nextPacket()) {
        packets.add(next);
      }
      return new Reading(packets, reader.endMarked(), null);
    } catch (OggFormatException e) {
      return new Reading(packets, false, e);
    } catch (IOException e) {
      throw new AssertionError("an error that nothing here can cause", e);
    }
  }
}
