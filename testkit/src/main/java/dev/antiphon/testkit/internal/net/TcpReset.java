package dev.antiphon.testkit.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Resets TCP connections without a close frame. */
public final class TcpReset {

  private static final long LIMIT_MINUTES = 10;

  private TcpReset() {}

  /** Resets at once, without TLS and WebSocket close messages. Loop only. */
  public static void now(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.voidPromise());
  }

  /** Resets an open but unused connection after ten minutes. */
  public static void afterLimit(Channel channel) {
    Future<?> end =
        channel.eventLoop().schedule(() -> now(channel), LIMIT_MINUTES, TimeUnit.MINUTES);
    channel.closeFuture().addListener(closed -> end.cancel(false));
  }
}
