/**
 * One client's part in Discord's end-to-end encryption (DAVE): the session, which follows what the
 * voice gateway says, and the frames, which pass through the keys that the session has published.
 *
 * <p>The session is one table ({@link dev.antiphon.dave.DaveTable}) over four states; a step maps a
 * state, a memory and an event to a new state, a new memory and effects that somebody else
 * executes. No socket, no thread and no clock may enter; the mathematics is in {@code mls}, the
 * ciphers of frames are in {@code media}.
 */
package dev.antiphon.dave;
