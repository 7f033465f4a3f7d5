package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.group.Member;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.OptionalInt;

/** Media keys without a group. */
public final class TestMedia {
  private static final long SELF = 1;

  private TestMedia() {}

  /** The media of a session whose frames are sent in this way. {@code serial} numbers the keys. */
  public static DaveMedia of(DaveMedia.Sending sending, int serial) {
    KeyRing keys = KeyRing.EMPTY;
    if (sending == DaveMedia.Sending.ENCRYPTED) {
      keys = keys.with(EpochKeys.of(serial, group(), SELF), 1);
      keys = keys.sendingWith(OptionalInt.of(serial), true, 0);
    }
    return new DaveMedia(sending, keys, sending == DaveMedia.Sending.PLAIN, false);
  }

  private static Group group() {
    return (Group)
        Proxy.newProxyInstance(
            Group.class.getClassLoader(),
            new Class<?>[] {Group.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "members" -> List.of(new Member(0, SELF, Bytes.copyOf(new byte[65])));
                  case "epoch" -> 1L;
                  case "mediaSecret" -> Secret.owning(new byte[Secret.LENGTH]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
