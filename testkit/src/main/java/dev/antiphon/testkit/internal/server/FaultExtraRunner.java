package dev.antiphon.testkit.internal.server;

import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.dave.DaveCalls;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.session.WireMessage;
import dev.antiphon.testkit.internal.udp.UdpPort;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.HexFormat;

/** Runs a {@link FaultExtra}. Confined to the server's loop. */
final class FaultExtraRunner {

  private final Outage outage;
  private final UdpPort udp;
  private final ServerMessages messages;
  private final DaveCalls daveCalls;

  FaultExtraRunner(Outage outage, UdpPort udp, ServerMessages messages, DaveCalls daveCalls) {
    this.outage = outage;
    this.udp = udp;
    this.messages = messages;
    this.daveCalls = daveCalls;
  }

  void run(FaultExtra extra, Target target) {
    if (extra instanceof FaultExtra.Send send) {
      target.socket().ifPresent(open -> open.write(new TextWebSocketFrame(send.text())));
    } else if (extra instanceof FaultExtra.SendHex send) {
      target
          .socket()
          .ifPresent(
              open ->
                  open.write(
                      new BinaryWebSocketFrame(
                          Unpooled.wrappedBuffer(HexFormat.of().parseHex(send.hex())))));
    } else if (extra instanceof FaultExtra.Say say) {
      GatewayMessage message = messages.unexpected(say.what(), target);
      WireMessage wire = WireMessage.encode(message, Envelope.NO_SEQUENCE);
      target.socket().ifPresent(open -> open.write(message, Envelope.NO_SEQUENCE, wire));
    } else if (extra instanceof FaultExtra.Inject inject) {
      target.session().ifPresent(member -> udp.inject(member, inject.what()));
    } else if (extra instanceof FaultExtra.Dave dave) {
      target.session().ifPresent(member -> daveCalls.applyFault(dave.what(), member));
    } else if (extra instanceof FaultExtra.Channel channel) {
      target.socket().ifPresent(open -> open.putInChannel(channel.id()));
    } else if (extra instanceof FaultExtra.Unreachable unreachable) {
      outage.closeUdpFor(unreachable.time());
    }
  }
}
