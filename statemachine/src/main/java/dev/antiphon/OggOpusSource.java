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
 * Plays the Opus packets of an Ogg file or stream (RFC 7845). Each packet must be 20 ms long.
 *
 * <p>A daemon thread reads two seconds ahead, so the event loop never waits for a file or a
 * network. If the thread is too slow, the audio pauses. If the data is damaged, the future of
 * {@link Connection#play} fails with an {@link UncheckedIOException}. The cause of the exception
 * describes the damage.
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
   * @throws IOException if the file cannot be read or is not Ogg Opus; the message names the
   *     problem
   */
  public static OggOpusSource open(Path file) throws IOException {
    return new OggOpusSource(OggOpusReader.open(file));
  }

  /**
   * Reads from a stream. The source owns the stream: {@link #close} closes it.
   *
   * @throws IOException if the stream cannot be read or is not Ogg Opus; the message names the
   *     problem
   */
  public static OggOpusSource of(InputStream in) throws IOException {
    return new OggOpusSource(OggOpusReader.of(in));
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the stream is damaged at this position
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

  /** Stops the reading thread, even if it waits for data, and closes the file or stream. */
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
