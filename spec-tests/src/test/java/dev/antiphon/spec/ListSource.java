package dev.antiphon.spec;

import dev.antiphon.OpusSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A source that plays the frames of a list once. */
final class ListSource implements OpusSource {
  private final Queue<byte[]> frames;

  ListSource(List<byte[]> frames) {
    this.frames = new ArrayDeque<>(frames);
  }

  @Override
  public byte[] nextFrame() {
    return frames.poll();
  }

  @Override
  public boolean finished() {
    return frames.isEmpty();
  }
}
