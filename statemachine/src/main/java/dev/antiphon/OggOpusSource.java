package dev.antiphon;

import dev.antiphon.internal.ogg.OggOpusReader;
import dev.antiphon.udp.internal.OpusPacket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the Opus packets of an Ogg file or stream (RFC 7845), which must be of 20 ms each.
 *
 * <p>A daemon thread reads two seconds ahead, so that no file or network is ever waited for on an
 * event loop; when it cannot keep up, the speech pauses. What is damaged fails the {@code play}
 * that the source was given to, with an {@link UncheckedIOException} that holds the typed error.
 */
public final class OggOpusSource implements OpusSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OggOpusSource.class);
  private static final int FRAMES_AHEAD = 100;

  private final OggOpusReader reader;
  private final BlockingQueue<byte[]> ahead = new ArrayBlockingQueue<>(FRAMES_AHEAD);
  private final Thread thread;
  private volatile @Nullable IOException failure;
  private volatile boolean exhausted;
  private volatile boolean closed;

  private OggOpusSource(OggOpusReader reader) {
    this.reader = reader;
    this.thread = new Thread(this::readAhead, "antiphon-ogg");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read, or is not Ogg Opus: the message says what is wrong
   */
  public static OggOpusSource open(Path file) throws IOException {
    return new OggOpusSource(OggOpusReader.open(file));
  }

  /**
   * Takes over a stream, which {@link #close} closes.
   *
   * @throws IOException if it cannot be read, or is not Ogg Opus: the message says what is wrong
   */
  public static OggOpusSource of(InputStream in) throws IOException {
    return new OggOpusSource(OggOpusReader.of(in));
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the stream is damaged at this place
   */
  @Override
  public byte @Nullable [] nextFrame() {
    boolean last = exhausted;
    byte[] frame = ahead.poll();
    if (frame == null && last && failure != null) {
      throw new UncheckedIOException(failure);
    }
    return frame;
  }

  @Override
  public boolean finished() {
    return exhausted && ahead.isEmpty() && failure == null;
  }

  /** Ends the reading, also one that waits, and closes the file or stream. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      reader.close();
    } catch (IOException e) {
      LOG.debug("the Ogg stream could not be closed", e);
    }
  }

  private void readAhead() {
    try (reader) {
      for (byte[] packet = reader.nextPacket(); packet != null; packet = reader.nextPacket()) {
        OpusPacket.requireTwentyMilliseconds(packet);
        ahead.put(packet);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        failure = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
      }
    } finally {
      exhausted = true;
    }
  }
}
