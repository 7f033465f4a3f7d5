package dev.antiphon.testkit;

import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** Does what a {@link FaultExtra} wants. Confined to the server's loop. */
final class Extras {

  private final Mortality mortality;
  private final UdpFace udp;
  private final Utterances utterances;
  private final DaveCalls daveCalls;

  Extras(Mortality mortality, UdpFace udp, Utterances utterances, DaveCalls daveCalls) {
    this.mortality = mortality;
    this.udp = udp;
    this.utterances = utterances;
    this.daveCalls = daveCalls;
  }

  void execute(FaultExtra extra, Party party) {
    if (extra instanceof FaultExtra.Send send) {
      party.socket().ifPresent(open -> open.write(new TextWebSocketFrame(send.text())));
    } else if (extra instanceof FaultExtra.SendHex send) {
      party
          .socket()
          .ifPresent(
              open -> open.write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(send.bytes()))));
    } else if (extra instanceof FaultExtra.Say say) {
      GatewayMessage message = utterances.outOfTurn(say.what(), party);
      WireMessage wire = WireMessage.encode(message, Envelope.NO_SEQUENCE);
      party.socket().ifPresent(open -> open.write(message, Envelope.NO_SEQUENCE, wire));
    } else if (extra instanceof FaultExtra.Inject inject) {
      party.session().ifPresent(member -> udp.inject(member, inject.what()));
    } else if (extra instanceof FaultExtra.Dave dave) {
      party.session().ifPresent(member -> daveCalls.besides(dave, member));
    } else if (extra instanceof FaultExtra.Unreachable unreachable) {
      mortality.closeUdpFor(unreachable.time());
    }
  }
}
