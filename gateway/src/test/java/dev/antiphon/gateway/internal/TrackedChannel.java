package dev.antiphon.gateway.internal;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A channel that is remembered from its making until it is really closed. */
public class TrackedChannel extends NioSocketChannel {
  static final Set<Channel> OPEN = ConcurrentHashMap.newKeySet();

  /** As a dialer makes it. */
  @SuppressWarnings(
      "this-escape") // newer compilers ask: a listener may see it half made, and none does
  public TrackedChannel() {
    OPEN.add(this);
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    OPEN.remove(this);
  }
}
