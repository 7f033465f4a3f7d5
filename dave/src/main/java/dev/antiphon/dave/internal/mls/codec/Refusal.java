package dev.antiphon.dave.internal.mls.codec;

/** The reason why a message or an operation of a group was refused. */
public enum Refusal {
  /** The bytes do not follow the presentation language or the structure's definition. */
  MALFORMED("does not follow the format"),
  /** A length or a count exceeds a limit of this implementation. */
  TOO_LARGE("is larger than the limit"),
  /** A version, cipher suite, wire format, type or feature that DAVE does not use. */
  UNSUPPORTED("is not supported by DAVE"),
  /** The message belongs to another group. */
  WRONG_GROUP("belongs to another group"),
  /** The message belongs to another epoch. */
  WRONG_EPOCH("belongs to another epoch"),
  /** The sender is not allowed to send this message. */
  WRONG_SENDER("comes from a sender that is not allowed to send it"),
  /** A signature does not verify. */
  BAD_SIGNATURE("has a signature that does not verify"),
  /** The membership tag does not verify. */
  BAD_MEMBERSHIP_TAG("has a membership tag that does not verify"),
  /**
   * The confirmation tag does not verify: sender and receiver have different states of the epoch.
   */
  BAD_CONFIRMATION_TAG("has a confirmation tag that does not verify"),
  /** A public key is not a point of the curve, or one key serves two purposes. */
  BAD_KEY("has an unusable public key"),
  /** A credential is not basic, is not 8 bytes long, or is not the expected one. */
  BAD_CREDENTIAL("has an unacceptable credential"),
  /** A leaf node's source, lifetime, capabilities or extensions break a rule. */
  BAD_LEAF("has an invalid leaf node"),
  /** The gateway has not announced this user. */
  UNRECOGNISED_USER("adds a user that was not announced"),
  /** The user would be in the group twice. */
  ALREADY_MEMBER("adds a user that is already a member"),
  /** The leaf is blank: it has no member. */
  NOT_A_MEMBER("names a leaf without a member"),
  /** The same proposal twice, or two proposals for the same leaf. */
  DUPLICATE_PROPOSAL("has the same proposal twice"),
  /** A reference to a proposal that was not received, or that was revoked. */
  UNKNOWN_PROPOSAL("refers to an unknown proposal"),
  /** The commit contains a proposal by value, not by reference. */
  INLINE_PROPOSAL("contains a proposal by value"),
  /** There is no proposal to commit. */
  NOTHING_TO_COMMIT("has no proposal"),
  /** The commit removes its own sender. */
  COMMITTER_REMOVED("removes its own sender"),
  /** The proposals remove this member, so it cannot enter the next epoch. */
  SELF_REMOVED("removes this member"),
  /** This member's own commit. Its epoch was prepared when the commit was created. */
  OWN_COMMIT("is this member's own"),
  /** The commit has no path although it needs one. */
  PATH_MISSING("does not have the required path"),
  /** The path does not fit the tree. */
  BAD_PATH("has a path that does not fit the tree"),
  /** The same public key appears twice in the tree. */
  DUPLICATE_KEY("has the same public key twice"),
  /** A parent hash does not match the tree. */
  BAD_PARENT_HASH("has a wrong parent hash"),
  /** The hash of the tree is not the tree hash in the group information. */
  BAD_TREE_HASH("has a wrong tree hash"),
  /** The tree breaks an invariant. */
  BAD_TREE("has an invalid tree"),
  /** The welcome is only for other key packages. */
  NOT_FOR_US("is not for this key package"),
  /** The group's extensions are not exactly the expected ones: the external sender alone. */
  WRONG_EXTENSIONS("does not have exactly the expected extensions"),
  /** A ciphertext cannot be decrypted. */
  UNDECRYPTABLE("cannot be decrypted"),
  /** A decrypted path secret does not match the public keys of the tree. */
  PATH_SECRET_MISMATCH("has a path secret that does not match the public keys");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /** The predicate of a sentence. Its subject is the name of the refused object. */
  public String sentence() {
    return sentence;
  }
}
