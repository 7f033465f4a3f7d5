package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.protocol.DaveServerMessage;
import dev.antiphon.udp.internal.FrameTransform;
import java.util.List;
import java.util.Optional;

/**
 * The end-to-end encryption (DAVE) of a connection. It receives the DAVE messages and the changes
 * of the users. It encrypts frames between the frame queue and RTP. Runs on the event loop only,
 * except for {@link #statistics} and {@link #framesReceived}.
 */
interface EndToEndEncryption {

  /** The highest DAVE version in Identify; 0 means no DAVE. */
  int offeredVersion();

  /**
   * The connection attempt with this generation starts. Messages of earlier sockets are ignored
   * from now on. Outgoing messages wait for {@link #begin} or {@link #resumed}.
   */
  void dialled(int generation);

  /** Identify is sent over the current socket, for this channel. The previous session ends. */
  void begin(long channelId);

  /** The session was resumed over the socket with this generation. */
  void resumed(int generation);

  /** The socket with this generation is closed. Outgoing messages wait. */
  void lost(int generation);

  /** Session Description contains this version. It takes effect with {@link #established}. */
  void described(int version);

  /**
   * The flow has accepted the last Session Description. Only the first call after each Identify has
   * an effect.
   */
  void established();

  /**
   * Clients Connect (opcode 11), or Speaking (opcode 5) of a user that was not known, arrived over
   * the socket with this generation.
   */
  void usersConnected(int generation, List<Long> userIds);

  /** Client Disconnect (opcode 13) arrived over the socket with this generation. */
  void userDisconnected(int generation, long userId);

  /** A DAVE message arrived over the socket with this generation. */
  void received(int generation, DaveServerMessage message);

  /** The flow has waited too long for the keys of the session with this number. */
  void keysOverdue(int session);

  /** Encrypts outgoing frames before RTP and decrypts incoming frames after RTP. */
  FrameTransform transform();

  /** Whether frames wait for keys although other users are present. */
  boolean awaitsKeys();

  /** The counters since the start of the connection. Callable from any thread. */
  Optional<DaveStatistics> statistics();

  /** The received frames since the start of the connection. Callable from any thread. */
  Optional<DaveFrameStatistics> framesReceived();

  /** Ends the encryption and wipes the keys. */
  void close();

  /** No end-to-end encryption: messages are only counted, frames are not changed. */
  static EndToEndEncryption none(ConnectionCounters counters) {
    return new EndToEndEncryption() {
      @Override
      public int offeredVersion() {
        return 0;
      }

      @Override
      public void dialled(int generation) {
        // There are no outgoing messages.
      }

      @Override
      public void begin(long channelId) {
        // There is no session.
      }

      @Override
      public void resumed(int generation) {
        // There are no outgoing messages.
      }

      @Override
      public void lost(int generation) {
        // There are no outgoing messages.
      }

      @Override
      public void described(int version) {
        // DAVE was not offered.
      }

      @Override
      public void established() {
        // There is no session.
      }

      @Override
      public void usersConnected(int generation, List<Long> userIds) {
        // There is no session.
      }

      @Override
      public void userDisconnected(int generation, long userId) {
        // There is no session.
      }

      @Override
      public void received(int generation, DaveServerMessage message) {
        counters.dave();
      }

      @Override
      public void keysOverdue(int session) {
        // There is no session.
      }

      @Override
      public FrameTransform transform() {
        return FrameTransform.NONE;
      }

      @Override
      public boolean awaitsKeys() {
        return false;
      }

      @Override
      public Optional<DaveStatistics> statistics() {
        return Optional.empty();
      }

      @Override
      public Optional<DaveFrameStatistics> framesReceived() {
        return Optional.empty();
      }

      @Override
      public void close() {
        // There is nothing to release.
      }
    };
  }
}
