/**
 * What the users of other libraries have suffered, each complaint a scene on real sockets that ends
 * well here; and what a user sees of moves, ends and retries. {@link
 * dev.antiphon.spec.complaints.Stage} has the voice servers, {@link
 * dev.antiphon.spec.complaints.Bot} the bot that it happens to. Single rows of the table are not
 * tested here.
 */
package dev.antiphon.spec.complaints;
