package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the {@link ServerBehaviour} and carries out its verdict. Confined to the server's loop. */
public final class BehaviourGate {

  private static final Logger LOG = LoggerFactory.getLogger(BehaviourGate.class);

  private final ServerBehaviour behaviour;
  private final EventLoop loop;

  /** Creates a gate with this behaviour. */
  public BehaviourGate(ServerBehaviour behaviour, EventLoop loop) {
    this.behaviour = behaviour;
    this.loop = loop;
  }

  void outgoing(Peer to, GatewayMessage message, Runnable delivery) {
    pass(() -> behaviour.outgoing(to, message), delivery);
  }

  void incoming(Peer from, GatewayMessage message, Runnable delivery) {
    pass(() -> behaviour.incoming(from, message), delivery);
  }

  /** Handles a discovery request before it is answered. */
  public void discovery(Peer from, InetSocketAddress observed, Runnable delivery) {
    pass(() -> behaviour.discovery(from, observed), delivery);
  }

  private void pass(Supplier<Verdict> question, Runnable delivery) {
    Verdict verdict = ask(question);
    if (verdict instanceof Verdict.Deliver) {
      delivery.run();
    } else if (verdict instanceof Verdict.Hold hold) {
      hold.gate()
          .whenComplete(
              (ignored, failure) -> {
                if (failure == null) {
                  onLoop(delivery);
                }
              });
    }
  }

  private Verdict ask(Supplier<Verdict> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      LOG.warn(
          "The ServerBehaviour threw an exception; the message is delivered: {}", e.toString());
      LOG.debug("Exception of the ServerBehaviour", e);
      return Verdict.deliver();
    }
  }

  private void onLoop(Runnable delivery) {
    if (loop.inEventLoop()) {
      delivery.run();
    } else if (!loop.isShuttingDown()) {
      loop.execute(delivery);
    }
  }
}
