package dev.antiphon.testkit.internal.fault;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.MessageFaults;
import dev.antiphon.testkit.internal.session.ReorderBuffer;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs the {@link FaultScript} of one server. Confined to the server's loop. */
public final class Faults implements MessageFaults {

  /** The maximum number of delayed messages and datagrams. Further ones are not delayed. */
  private static final int MAX_DELAYED = 10_000;

  private final Map<Class<? extends FaultTrigger>, List<FaultCounter>> rules = new HashMap<>();
  private final ServerRecording recording;
  private final EventLoop loop;
  private final FaultEffects effects;
  private int added;
  private int delayed;
  private boolean adding;

  /** Creates the counters of a script's rules. */
  public Faults(
      FaultScript script, ServerRecording recording, EventLoop loop, FaultEffects effects) {
    this.recording = recording;
    this.loop = loop;
    this.effects = effects;
    script.rules().forEach(this::add);
  }

  /** Adds a rule after the others. If there are too many rules, the oldest one is removed. */
  public void add(FaultRule rule) {
    rules.values().forEach(sameTrigger -> sameTrigger.removeIf(FaultCounter::isUsedUp));
    if (rules.values().stream().mapToInt(List::size).sum() == FaultScript.MAX_RULES) {
      rules.values().stream()
          .filter(sameTrigger -> !sameTrigger.isEmpty())
          .min(Comparator.comparingInt(sameTrigger -> sameTrigger.get(0).index()))
          .ifPresent(sameTrigger -> sameTrigger.remove(0));
    }
    rules
        .computeIfAbsent(rule.when().getClass(), type -> new ArrayList<>())
        .add(new FaultCounter(added++, rule));
  }

  /** Removes all rules. */
  public void clear() {
    rules.clear();
  }

  /** Handles an accepted TCP connection. The caller must apply the returned action. */
  public Optional<FaultAction> connected(ClientSocket socket) {
    return fire(FaultTrigger.Connected.class, any -> true, Target.of(socket));
  }

  /** Crashes the server for the given time. */
  public void die(FaultAction.Die action) {
    effects.die(action);
  }

  @Override
  public void received(Target target, GatewayMessage message, Runnable acting) {
    Runnable counted = counted(target.socket().map(ClientSocket::incoming), acting);
    Optional<FaultAction> fault =
        fire(FaultTrigger.Received.class, when -> awaits(when, message), target);
    if (fault.isEmpty()) {
      counted.run();
    } else if (!cut(fault.get(), target)) {
      FaultAction action = fault.get();
      if (action instanceof FaultAction.Ignore) {
        target.socket().ifPresent(ClientSocket::heartbeatReceived);
      } else if (action instanceof FaultAction.Repeat repeat) {
        repeated(repeat, counted);
      } else {
        delayOrHold(action, target.socket().map(ClientSocket::incoming), acting, counted);
      }
    }
  }

  /**
   * Handles a message before it is sent. If a fault ends the connection, the message still gets its
   * number, so that a Resume redelivers it.
   */
  @Override
  public void sending(Target target, GatewayMessage message, Runnable delivery) {
    Runnable counted = counted(target.socket().map(ClientSocket::outgoing), delivery);
    Optional<FaultAction> fault =
        target.socket().isEmpty()
            ? Optional.empty()
            : fire(FaultTrigger.Sending.class, when -> awaits(when, message), target);
    if (fault.isEmpty()) {
      counted.run();
    } else if (cut(fault.get(), target)) {
      delivery.run();
    } else if (fault.get() instanceof FaultAction.Repeat
        || fault.get() instanceof FaultAction.Corrupt
        || fault.get() instanceof FaultAction.SetFields) {
      target.socket().get().writingWith(message, fault.get(), counted);
    } else {
      delayOrHold(fault.get(), target.socket().map(ClientSocket::outgoing), delivery, counted);
    }
  }

  @Override
  public void sent(ClientSocket socket, GatewayMessage message) {
    Target target = Target.of(socket);
    fire(FaultTrigger.Sent.class, when -> awaits(when, message), target)
        .ifPresent(action -> cut(action, target));
  }

  /** Handles an authentic frame after it was received. */
  public void frame(VoiceSession session, long number) {
    Target target = Target.of(session);
    fire(
            FaultTrigger.Frame.class,
            when -> when instanceof FaultTrigger.Frame frame && frame.number() == number,
            target)
        .ifPresent(action -> cut(action, target));
  }

  /**
   * Handles a discovery request before it is answered.
   *
   * @param reply the correct answer
   * @param out sends an answer
   */
  public void discovery(Target target, byte[] reply, Consumer<byte[]> out) {
    Optional<FaultAction> fault = fire(FaultTrigger.Discovery.class, any -> true, target);
    Runnable answer = () -> out.accept(reply.clone());
    if (fault.isPresent() && fault.get() instanceof FaultAction.Discovery wrong) {
      WrongDiscoveryReply.of(wrong.how(), reply).ifPresent(out);
    } else {
      answering(fault, target, answer);
    }
  }

  /** Handles a keepalive before it is sent back. */
  public void keepalive(Target target, Runnable echo) {
    answering(fire(FaultTrigger.Keepalive.class, any -> true, target), target, echo);
  }

  private void answering(Optional<FaultAction> fault, Target target, Runnable answer) {
    if (fault.isEmpty()) {
      answer.run();
    } else if (fault.get() instanceof FaultAction.Repeat repeat) {
      repeated(repeat, answer);
    } else if (!cut(fault.get(), target)) {
      delayOrHold(fault.get(), Optional.empty(), answer, answer);
    }
  }

  private static boolean awaits(FaultTrigger when, GatewayMessage message) {
    return when.awaited().map(opcode -> opcode.number() == message.opcode()).orElse(true)
        && (!(when instanceof FaultTrigger.Sending sending)
            || sending.about().isEmpty()
            || informsAbout(message, sending.about().getAsLong()));
  }

  private static boolean informsAbout(GatewayMessage message, long userId) {
    if (message instanceof ClientsConnect connected) {
      return connected.userIds().contains(userId);
    }
    return message instanceof ClientDisconnect left
        ? left.userId() == userId
        : message instanceof Speaking speaking && speaking.userId().equals(OptionalLong.of(userId));
  }

  /**
   * Counts the match for every matching rule and fires the first rule that is ready. Runs
   * additional actions here, and they trigger no rule. Returns the action that affects the message
   * itself.
   */
  private Optional<FaultAction> fire(
      Class<? extends FaultTrigger> type, Predicate<FaultTrigger> here, Target target) {
    if (adding) {
      return Optional.empty();
    }
    Optional<FaultCounter> first = Optional.empty();
    for (FaultCounter counter : rules.getOrDefault(type, List.of())) {
      if (here.test(counter.rule().when()) && counter.matches(target)) {
        boolean due = counter.count(target);
        if (due && first.isEmpty()) {
          first = Optional.of(counter);
        }
      }
    }
    first.ifPresent(
        counter -> {
          counter.fired(target);
          recording.record(
              new ServerEvent.FaultApplied(
                  recording.now(),
                  target.socket().map(ClientSocket::number).orElse(0L),
                  target.peer().guildId(),
                  target.peer().userId(),
                  counter.index(),
                  counter.rule()));
        });
    return first
        .map(counter -> counter.rule().action())
        .filter(action -> !runExtra(action, target));
  }

  private boolean runExtra(FaultAction action, Target target) {
    if (action instanceof FaultExtra extra) {
      adding = true;
      effects.extra(extra, target);
      adding = false;
      return true;
    }
    return false;
  }

  /** Applies an action that ends or silences a connection. Returns false for other actions. */
  public boolean cut(FaultAction action, Target target) {
    if (action instanceof FaultAction.Close close) {
      target.socket().ifPresent(open -> open.close(close.code(), close.reason(), target.session()));
    } else if (action instanceof FaultAction.Reset) {
      target.socket().ifPresent(ClientSocket::reset);
    } else if (action instanceof FaultAction.Eof) {
      target.socket().ifPresent(ClientSocket::endOfStream);
    } else if (action instanceof FaultAction.Freeze) {
      target.socket().ifPresent(ClientSocket::freeze);
    } else if (action instanceof FaultAction.Die die) {
      effects.die(die);
    } else {
      return false;
    }
    return true;
  }

  private static void repeated(FaultAction.Repeat repeat, Runnable what) {
    for (int i = 0; i <= repeat.more(); i++) {
      what.run();
    }
  }

  /** Delays or holds the message. A message with another action is lost. */
  private void delayOrHold(
      FaultAction action, Optional<ReorderBuffer> lane, Runnable delivery, Runnable counted) {
    if (action instanceof FaultAction.Delay delay) {
      later(delay.time(), counted);
    } else if (action instanceof FaultAction.Reorder reorder
        && !lane.map(held -> held.hold(reorder.overtaking(), delivery)).orElse(false)) {
      counted.run();
    }
  }

  private void later(Duration time, Runnable what) {
    if (delayed >= MAX_DELAYED) {
      what.run();
      return;
    }
    delayed++;
    loop.schedule(
        () -> {
          delayed--;
          what.run();
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static Runnable counted(Optional<ReorderBuffer> lane, Runnable what) {
    return () -> {
      what.run();
      lane.ifPresent(ReorderBuffer::passed);
    };
  }
}
