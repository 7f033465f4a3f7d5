package dev.antiphon.testkit.record;

import java.util.Map;

/**
 * What a voice server has counted since it started; exact also where the recording has forgotten
 * old events.
 *
 * @param connections WebSockets opened
 * @param sessions Identifies accepted
 * @param resumes Resumes accepted
 * @param messages messages received
 * @param frames authentic RTP frames received
 * @param framesForwarded copies sent to other members or echoed
 * @param keepalives UDP keepalives
 * @param ignoredDatagrams datagrams without meaning that real clients send: empty, all zero, RTCP
 * @param violations how often each kind occurred; kinds that never occurred are absent
 * @param forgottenEvents events that the bounded recording has dropped
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
