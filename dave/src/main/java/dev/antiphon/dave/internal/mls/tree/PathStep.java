package dev.antiphon.dave.internal.mls.tree;

/**
 * A node of a filtered direct path (RFC 9420, section 4.1.2).
 *
 * @param node the node
 * @param copath its child that is not on the path; at least one node below it is not blank
 */
public record PathStep(int node, int copath) {}
