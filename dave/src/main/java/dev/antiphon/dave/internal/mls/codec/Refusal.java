package dev.antiphon.dave.internal.mls.codec;

/** Why something received, or something asked of a group, was refused. */
public enum Refusal {
  /** The bytes do not follow the presentation language or the structure's definition. */
  MALFORMED("is not what the format defines"),
  /** A length or a count goes beyond a limit of this implementation. */
  TOO_LARGE("is larger than the limit"),
  /** A version, cipher suite, wire format, type or feature that DAVE does not use. */
  UNSUPPORTED("is not part of the profile"),
  /** The message belongs to another group. */
  WRONG_GROUP("belongs to another group"),
  /** The message belongs to another epoch. */
  WRONG_EPOCH("belongs to another epoch"),
  /** The sender is not one that may send this. */
  WRONG_SENDER("comes from somebody who may not send it"),
  /** A signature does not verify. */
  BAD_SIGNATURE("has a signature that does not verify"),
  /** The membership tag does not verify. */
  BAD_MEMBERSHIP_TAG("has a membership tag that does not verify"),
  /** The confirmation tag does not verify: sender and receiver do not agree on the epoch. */
  BAD_CONFIRMATION_TAG("has a confirmation tag that does not verify"),
  /** A public key is not a point of the curve, or one key serves two purposes. */
  BAD_KEY("has an unusable public key"),
  /** A credential is not basic, is not 8 bytes long, or is not the one expected. */
  BAD_CREDENTIAL("has an unacceptable credential"),
  /** A leaf node's source, lifetime, capabilities or extensions break a rule. */
  BAD_LEAF("has an invalid leaf node"),
  /** The user is not one that the gateway has announced. */
  UNRECOGNISED_USER("adds a user that was not announced"),
  /** The user would be in the group twice. */
  ALREADY_MEMBER("adds a user that is a member already"),
  /** The leaf holds nobody. */
  NOT_A_MEMBER("names a leaf that holds nobody"),
  /** The same proposal, or two for the same leaf. */
  DUPLICATE_PROPOSAL("has a proposal twice"),
  /** A reference to a proposal that has not been received, or was revoked. */
  UNKNOWN_PROPOSAL("refers to an unknown proposal"),
  /** A proposal carried in the commit itself. */
  INLINE_PROPOSAL("carries a proposal by value"),
  /** No proposal at all. */
  NOTHING_TO_COMMIT("has no proposal"),
  /** The commit removes its own sender. */
  COMMITTER_REMOVED("removes its own sender"),
  /** The proposals remove this member, so it cannot follow into the next epoch. */
  SELF_REMOVED("removes this member"),
  /** This member's own commit, whose epoch was prepared when it was made. */
  OWN_COMMIT("is this member's own"),
  /** A path is required and absent. */
  PATH_MISSING("lacks the path that it needs"),
  /** The path does not fit the tree. */
  BAD_PATH("has a path that does not fit the tree"),
  /** A public key appears in two places of the tree. */
  DUPLICATE_KEY("has a public key twice"),
  /** A parent hash does not follow from the tree. */
  BAD_PARENT_HASH("has a wrong parent hash"),
  /** The tree does not hash to what the group information says. */
  BAD_TREE_HASH("has a wrong tree hash"),
  /** The tree breaks an invariant. */
  BAD_TREE("has an invalid tree"),
  /** The welcome is for other key packages. */
  NOT_FOR_US("is not for this key package"),
  /** The group's extensions are not exactly the expected external sender. */
  WRONG_EXTENSIONS("does not have exactly the expected extensions"),
  /** A ciphertext does not open. */
  UNDECRYPTABLE("does not decrypt"),
  /** A decrypted path secret does not lead to the public keys of the tree. */
  PATH_SECRET_MISMATCH("has a path secret that does not fit the public keys");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /** What is wrong, to stand after the name of the thing that was refused. */
  public String sentence() {
    return sentence;
  }
}
