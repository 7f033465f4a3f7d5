package dev.antiphon.gateway.internal;

import io.netty.buffer.ByteBufAllocator;

/** A channel that has no buffers to give to its handlers. */
public final class BarrenChannel extends TrackedChannel {
  @Override
  public ByteBufAllocator alloc() {
    throw new IllegalStateException("no buffers");
  }
}
