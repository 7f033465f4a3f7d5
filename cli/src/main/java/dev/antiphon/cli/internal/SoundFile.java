package dev.antiphon.cli.internal;

import dev.antiphon.OggOpusSource;
import dev.antiphon.OpusSource;
import dev.antiphon.internal.ogg.OggOpusReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An Ogg Opus file to play: a file of the user, or the included sample. */
record SoundFile(Optional<Path> path) {
  private static final String SAMPLE = "sample.ogg";

  /** The name for messages. */
  String title() {
    return path.map(Path::toString).orElse("the included sample");
  }

  /** Opens a source that plays the file. */
  OpusSource source() throws IOException {
    return OggOpusSource.of(open());
  }

  /** Reads all packets of the file. This is independent of the playback. */
  List<byte[]> packets() throws IOException {
    List<byte[]> packets = new ArrayList<>();
    try (OggOpusReader reader = OggOpusReader.of(open())) {
      for (byte[] packet = reader.nextPacket(); packet != null; packet = reader.nextPacket()) {
        packets.add(packet);
      }
    }
    return packets;
  }

  private InputStream open() throws IOException {
    if (path.isPresent()) {
      return Files.newInputStream(path.get());
    }
    InputStream sample = SoundFile.class.getResourceAsStream(SAMPLE);
    if (sample == null) {
      throw new NoSuchFileException(SAMPLE);
    }
    return sample;
  }
}
