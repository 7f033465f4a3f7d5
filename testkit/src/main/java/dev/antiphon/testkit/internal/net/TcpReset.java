package dev.antiphon.testkit.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Drops TCP connections without any farewell. */
public final class TcpReset {

  private static final long LIMIT_MINUTES = 10;

  private TcpReset() {}

  /** On the loop: resets at once, past TLS and WebSocket. */
  public static void now(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.voidPromise());
  }

  /** A connection that is open but not served must not stay for ever. */
  public static void inTheEnd(Channel channel) {
    Future<?> end =
        channel.eventLoop().schedule(() -> now(channel), LIMIT_MINUTES, TimeUnit.MINUTES);
    channel.closeFuture().addListener(closed -> end.cancel(false));
  }
}
