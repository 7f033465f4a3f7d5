package dev.antiphon.udp.internal;

/**
 * The numbers of accepted frames that were dropped.
 *
 * @param total all of them: also at the end, or because the socket could not send
 * @param discarded because of {@link OutgoingAudio#discard}
 * @param abandoned because of {@link OutgoingAudio#abandonStops}
 */
public record DroppedFrames(long total, long discarded, long abandoned) {}
