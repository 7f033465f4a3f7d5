/**
 * The voice UDP path: IP discovery, RTP, transport encryption, the 20 ms clock and the receiver.
 *
 * <p>{@link dev.antiphon.udp.internal.UdpTransport} opens one connected datagram socket per voice
 * connection, and a frame goes from {@link dev.antiphon.udp.internal.OutgoingAudio} through the
 * clock of the event loop, a {@link dev.antiphon.udp.internal.FrameTransform} and a {@link
 * dev.antiphon.udp.spi.TransportCipher} to that socket without meeting the state machine. No
 * decision about the connection is made here, and nothing here knows states, opcodes or the
 * WebSocket.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.udp.internal;

import org.jspecify.annotations.NullMarked;
