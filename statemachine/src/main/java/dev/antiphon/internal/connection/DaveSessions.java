package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import java.util.function.Consumer;

/** Makes the sessions of one connection's end-to-end encryption. */
@FunctionalInterface
interface DaveSessions {

  /** The session of a channel. {@code records} hears of its steps. */
  DaveSession open(long channelId, Consumer<DaveRecord> records);
}
