package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.server.SessionInfo;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Why a call is silent, as far as the servers and the members show it. */
enum SilenceReason {
  /** A fault has made the server put the members into different calls. No client can see that. */
  DIFFERENT_CALLS,
  /** The members are in one call, so they must get keys and hear each other. */
  UNEXPLAINED;

  /** Returns the reason of a silent call. */
  static SilenceReason of(GuildCall call) {
    return of(call.members().stream().map(SilenceReason::channelAtServer).toList());
  }

  /**
   * Returns the reason.
   *
   * @param channels the channels in which the server has put the members; empty for a member
   *     without a session
   */
  static SilenceReason of(List<OptionalLong> channels) {
    boolean known = channels.stream().allMatch(OptionalLong::isPresent);
    return known && channels.stream().distinct().count() > 1 ? DIFFERENT_CALLS : UNEXPLAINED;
  }

  private static OptionalLong channelAtServer(BotInGuild member) {
    return member
        .server()
        .session(member.guildId(), member.userId())
        .map(SessionInfo::channelId)
        .orElse(OptionalLong.empty());
  }

  /** Returns the name for people. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Describes a silent call: the reason, and for each member what explains it. */
  String describe(GuildCall call, long now) {
    StringBuilder text = new StringBuilder();
    text.append("guild ").append(call.guildId()).append(": ").append(title());
    for (BotInGuild member : call.members()) {
      text.append(System.lineSeparator()).append("    ").append(describe(member, now));
    }
    return text.toString();
  }

  private static String describe(BotInGuild member, long now) {
    OptionalLong channel = channelAtServer(member);
    return String.format(
        Locale.ROOT,
        "user %d, %s for %.1f s, at the server %s, encryption %s; heard %d frames, dropped %s;"
            + " faults: %s",
        member.userId(),
        member.stateName(),
        (now - member.changedAt()) / 1e9,
        channel.isPresent() ? "in channel " + channel.getAsLong() : "in no known channel",
        member.encryption(),
        member.speechHeard(),
        FrameAccount.byReason(member.hearing().counts().total()),
        member.faults().text(now));
  }
}
