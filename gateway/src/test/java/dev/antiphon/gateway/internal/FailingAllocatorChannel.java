package dev.antiphon.gateway.internal;

import io.netty.buffer.ByteBufAllocator;

/** A channel whose buffer allocator fails. */
public final class FailingAllocatorChannel extends TrackedChannel {
  @Override
  public ByteBufAllocator alloc() {
    throw new IllegalStateException("no buffers");
  }
}
