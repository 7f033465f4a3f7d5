package dev.antiphon.dave;

import java.util.ArrayList;
import java.util.List;

/**
 * The buffered messages of the gateway that arrived before there was a group, in order.
 *
 * @param messages the messages
 * @param bytes the total number of bytes of their contents
 */
record EarlyMessages(List<DaveEvent.OfGroup> messages, int bytes) {

  static final EarlyMessages NONE = new EarlyMessages(List.of(), 0);

  EarlyMessages {
    messages = List.copyOf(messages);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  boolean hasRoom(DaveEvent.OfGroup message, DaveLimits limits) {
    return messages.size() < limits.keptMessages()
        && message.content().length() <= limits.keptBytes() - bytes;
  }

  EarlyMessages with(DaveEvent.OfGroup message) {
    List<DaveEvent.OfGroup> more = new ArrayList<>(messages);
    more.add(message);
    return new EarlyMessages(more, bytes + message.content().length());
  }

  DaveEvent.OfGroup first() {
    return messages.get(0);
  }

  EarlyMessages withoutFirst() {
    return new EarlyMessages(
        messages.subList(1, messages.size()), bytes - first().content().length());
  }

  /** The number of messages and of bytes, without any content. */
  @Override
  public String toString() {
    return "EarlyMessages[" + messages.size() + ", " + bytes + " bytes]";
  }
}
