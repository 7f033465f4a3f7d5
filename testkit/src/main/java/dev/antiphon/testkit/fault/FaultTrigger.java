package dev.antiphon.testkit.fault;

import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.fault.FaultAction.Kind;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The trigger of a {@link FaultRule}: when the rule can fire. {@link FaultScript} contains a table
 * of all triggers.
 */
public sealed interface FaultTrigger {

  /** The highest frame number of a {@link Frame}. */
  int MAX_FRAME = 1_000_000_000;

  /** A TCP connection was accepted. The client is not known yet. */
  record Connected() implements FaultTrigger {
    @Override
    public Set<Kind> actions() {
      return FaultChecks.cutsAnd(Kind.DELAY, Kind.REFUSE, Kind.HANG);
    }
  }

  /**
   * A message was received and recorded, and is about to be processed.
   *
   * @param opcode an opcode that clients send; empty for any message
   */
  record Received(Optional<Opcode> opcode) implements FaultTrigger {
    /** Checks that clients send this message. */
    public Received {
      FaultChecks.requireSender("received", opcode, Opcode.Sender.SERVER);
    }

    @Override
    public Set<Kind> actions() {
      Set<Kind> all =
          FaultChecks.anythingAnd(
              Kind.DROP, Kind.IGNORE, Kind.DELAY, Kind.REPEAT, Kind.REORDER, Kind.CHANNEL);
      if (!opcode.equals(Optional.of(Opcode.IDENTIFY))) {
        all.remove(Kind.CHANNEL);
      }
      return all;
    }
  }

  /**
   * A message is about to be sent on an open WebSocket. Messages that a Resume redelivers or that a
   * test sends directly do not match this trigger.
   *
   * @param opcode an opcode that servers send; empty for any message
   * @param about the only user that the message informs about; empty for any message. Only
   *     Speaking, Clients Connect and Client Disconnect inform about a user
   */
  record Sending(Optional<Opcode> opcode, OptionalLong about) implements FaultTrigger {
    private static final Set<Opcode> ABOUT_USERS =
        Set.of(Opcode.SPEAKING, Opcode.CLIENTS_CONNECT, Opcode.CLIENT_DISCONNECT);

    /** Checks that servers send this message, and that it informs about a user. */
    public Sending {
      FaultChecks.requireSender("sending", opcode, Opcode.Sender.CLIENT);
      if (about.isPresent() && opcode.filter(ABOUT_USERS::contains).isEmpty()) {
        throw new FaultScriptException(
            "/about",
            "no such key, unless the message is speaking, clients_connect or client_disconnect",
            Long.toUnsignedString(about.getAsLong()));
      }
    }

    @Override
    public Set<Kind> actions() {
      return FaultChecks.anythingAnd(
          Kind.DROP, Kind.DELAY, Kind.REPEAT, Kind.REORDER, Kind.CORRUPT, Kind.SET);
    }
  }

  /**
   * A message was written, for the first time or again after a Resume.
   *
   * @param opcode an opcode that servers send; empty for any message
   */
  record Sent(Optional<Opcode> opcode) implements FaultTrigger {
    /** Checks that servers send this message. */
    public Sent {
      FaultChecks.requireSender("sent", opcode, Opcode.Sender.CLIENT);
    }

    @Override
    public Set<Kind> actions() {
      return FaultChecks.anythingAnd();
    }
  }

  /**
   * An authentic voice frame was received and forwarded. Silence frames count too.
   *
   * @param number the number of the frame in its session, from 1; a Resume does not reset the count
   */
  record Frame(int number) implements FaultTrigger {
    /** Checks the range. */
    public Frame {
      FaultChecks.requireWithin("/frame", number, 1, MAX_FRAME);
    }

    @Override
    public Set<Kind> actions() {
      return FaultChecks.anythingAnd();
    }
  }

  /** An IP discovery request was received and recorded, and is about to be answered. */
  record Discovery() implements FaultTrigger {
    @Override
    public Set<Kind> actions() {
      return FaultChecks.anythingAnd(
          Kind.DROP, Kind.IGNORE, Kind.DELAY, Kind.REPEAT, Kind.DISCOVERY);
    }
  }

  /** A UDP keepalive was received and recorded, and is about to be sent back. */
  record Keepalive() implements FaultTrigger {
    @Override
    public Set<Kind> actions() {
      return FaultChecks.anythingAnd(Kind.DROP, Kind.IGNORE, Kind.DELAY, Kind.REPEAT);
    }
  }

  /** Returns the actions that are possible at this trigger. */
  Set<Kind> actions();

  /** A TCP connection was accepted. */
  static FaultTrigger connected() {
    return new Connected();
  }

  /** A message with this opcode was received. */
  static FaultTrigger received(Opcode opcode) {
    return new Received(Optional.of(opcode));
  }

  /** Any message was received. */
  static FaultTrigger receivedAny() {
    return new Received(Optional.empty());
  }

  /** A message with this opcode is about to be sent. */
  static FaultTrigger sending(Opcode opcode) {
    return new Sending(Optional.of(opcode), OptionalLong.empty());
  }

  /**
   * A message that informs about this user is about to be sent to another user.
   *
   * @param opcode {@code SPEAKING}, {@code CLIENTS_CONNECT} or {@code CLIENT_DISCONNECT}
   * @param userId the user that the message informs about
   */
  static FaultTrigger sending(Opcode opcode, long userId) {
    return new Sending(Optional.of(opcode), OptionalLong.of(userId));
  }

  /** Any message is about to be sent. */
  static FaultTrigger sendingAny() {
    return new Sending(Optional.empty(), OptionalLong.empty());
  }

  /** A message with this opcode was sent. */
  static FaultTrigger sent(Opcode opcode) {
    return new Sent(Optional.of(opcode));
  }

  /** Any message was sent. */
  static FaultTrigger sentAny() {
    return new Sent(Optional.empty());
  }

  /** The voice frame with this number was received. Each session counts its frames from 1. */
  static FaultTrigger frame(int number) {
    return new Frame(number);
  }

  /** An IP discovery request was received. */
  static FaultTrigger discovery() {
    return new Discovery();
  }

  /** A UDP keepalive was received. */
  static FaultTrigger keepalive() {
    return new Keepalive();
  }

  /** Returns the opcode of this trigger, if it has one. */
  default Optional<Opcode> awaited() {
    if (this instanceof Received received) {
      return received.opcode();
    }
    if (this instanceof Sending sending) {
      return sending.opcode();
    }
    return this instanceof Sent sent ? sent.opcode() : Optional.empty();
  }
}
