package dev.antiphon.testkit.record;

import java.util.Map;

/**
 * The counters of a voice server since its start. The counters stay exact when the recording
 * discards old events.
 *
 * @param connections WebSockets that were opened
 * @param sessions accepted Identify messages
 * @param resumes accepted Resume messages
 * @param messages received messages
 * @param frames received authentic RTP frames
 * @param framesForwarded copies of frames that were sent to other members or back to the sender
 * @param keepalives received UDP keepalives
 * @param ignoredDatagrams ignored datagrams that real clients also send: empty, all zero, RTCP
 * @param violations the number of violations of each kind; kinds without violations are absent
 * @param framesInClear the number of frames of each user that had to be end-to-end encrypted, but
 *     were not. Frames of silence do not count. A frame counts if the call is encrypted and its
 *     sender was told so: by Session Description, or because the sender has already sent encrypted
 *     frames. After a change from no encryption to encryption, each frame counts after ten seconds.
 *     Users without such frames are absent
 * @param forgottenEvents events that the recording has discarded
 */
public record ServerSummary(
    long connections,
    long sessions,
    long resumes,
    long messages,
    long frames,
    long framesForwarded,
    long keepalives,
    long ignoredDatagrams,
    Map<ViolationKind, Long> violations,
    Map<Long, Long> framesInClear,
    long forgottenEvents) {
  /** Copies the maps. */
  public ServerSummary {
    violations = Map.copyOf(violations);
    framesInClear = Map.copyOf(framesInClear);
  }
}
