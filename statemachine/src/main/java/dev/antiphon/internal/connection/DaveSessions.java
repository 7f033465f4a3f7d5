package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import java.util.function.Consumer;

/** Creates the DAVE sessions of one connection. */
@FunctionalInterface
interface DaveSessions {

  /** Creates the session of a channel. {@code records} receives the records of its steps. */
  DaveSession open(long channelId, Consumer<DaveRecord> records);
}
