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
    long forgottenEvents) {
  /** Copies the map. */
  public ServerSummary {
    violations = Map.copyOf(violations);
  }
}
