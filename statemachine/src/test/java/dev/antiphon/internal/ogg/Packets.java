package dev.antiphon.internal.ogg;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Creates packets and reads all packets of a file. */
final class Packets {

  /** All packets until the end or the failure, and the failure. */
  record Reading(List<byte[]> packets, boolean endMarked, OggFormatException failure) {}

  private Packets() {}

  /** A packet of this length with other content for each seed. */
  static byte[] packet(int length, long seed) {
    byte[] packet = new byte[length];
    new Random(seed).nextBytes(packet);
    return packet;
  }

  /** Reads the whole file. Any exception except an OggFormatException fails the test. */
  static Reading read(byte[] file) {
    return read(new ByteArrayInputStream(file));
  }

  static Reading read(InputStream file) {
    return read(file, OggOpusReader.MAX_BYTES_PER_PACKET);
  }

  /** Reads the whole file with another limit of bytes per packet. */
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
