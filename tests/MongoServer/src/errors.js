/** Names of the error codes this server answers with, as MongoDB's error_codes.yml has them. */
const NAMES = {
  1: 'InternalError', 2: 'BadValue', 8: 'UnknownError', 9: 'FailedToParse', 11: 'UserNotFound', 13: 'Unauthorized', 14: 'TypeMismatch', 15: 'Overflow',
  16: 'InvalidLength', 17: 'ProtocolError', 18: 'AuthenticationFailed', 20: 'IllegalOperation', 21: 'EmptyArrayOperation', 22: 'InvalidBSON', 24: 'LockTimeout',
  26: 'NamespaceNotFound', 27: 'IndexNotFound', 28: 'PathNotViable', 33: 'MultipleErrorsOccurred', 40: 'ConflictingUpdateOperators', 43: 'CursorNotFound',
  48: 'NamespaceExists', 50: 'MaxTimeMSExpired', 52: 'DollarPrefixedFieldName', 53: 'InvalidIdField', 54: 'NotSingleValueField', 55: 'InvalidDBRef', 56: 'EmptyFieldName',
  57: 'DottedFieldName', 59: 'CommandNotFound', 64: 'WriteConcernTimeout', 66: 'ImmutableField', 67: 'CannotCreateIndex', 68: 'IndexAlreadyExists', 72: 'InvalidOptions',
  73: 'InvalidNamespace', 76: 'NoReplicationEnabled', 79: 'UnknownReplWriteConcern', 85: 'IndexOptionsConflict', 86: 'IndexKeySpecsConflict', 89: 'NetworkTimeout',
  91: 'ShutdownInProgress', 100: 'UnsatisfiableWriteConcern', 112: 'WriteConflict', 115: 'CommandNotSupported', 117: 'ConflictingOperationInProgress', 121: 'DocumentValidationFailure',
  123: 'NotAReplicaSet', 125: 'CommandFailed', 126: 'RPCProtocolNegotiationFailed', 134: 'ReadConcernMajorityNotAvailableYet', 166: 'CommandNotSupportedOnView', 168: 'InvalidPipelineOperator',
  189: 'PrimarySteppedDown', 197: 'InvalidIndexSpecificationOption', 206: 'NoSuchSession', 217: 'IncompleteTransactionHistory', 225: 'TransactionTooOld', 238: 'NotImplemented',
  241: 'ConversionFailure', 244: 'TransactionCoordinatorSteppingDown', 246: 'SnapshotUnavailable', 251: 'NoSuchTransaction', 256: 'TransactionCommitted', 257: 'TransactionTooLarge',
  262: 'ExceededTimeLimit', 263: 'OperationNotSupportedInTransaction', 10003: 'CannotGrowDocumentInCappedNamespace', 10107: 'NotWritablePrimary', 10334: 'BSONObjectTooLarge', 11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown', 11601: 'Interrupted', 11602: 'InterruptedDueToReplStateChange', 13113: 'InterruptedDueToReplStateChange', 13435: 'NotPrimaryNoSecondaryOk', 13436: 'NotPrimaryOrSecondary',
};

/** @param {number} code @returns {string} the name MongoDB gives the code; `Location<code>` for the ones without a name. */
export const codeName = (code) => NAMES[code] ?? `Location${code}`;

/** A failure that is the client's to hear: it becomes `{ok: 0, code, codeName, errmsg}` or an entry of `writeErrors`. */
export class ServerError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   * @param {{labels?: string[], extra?: Record<string, unknown>}} [more] error labels and further fields of the reply
   */
  constructor(code, message, more = {}) {
    super(message);
    this.code = code;
    this.codeName = codeName(code);
    this.labels = more.labels ?? [];
    this.extra = more.extra ?? {};
  }
}

/** @param {number} code @param {string} message @returns {never} */
export function fail(code, message, more) {
  throw new ServerError(code, message, more);
}

/** What MongoDB has and this stand-in lacks is named, never guessed at. @param {string} what @returns {never} */
export function lacking(what) {
  throw new ServerError(238, `${what} is not implemented by this stand-in for MongoDB (tests/MongoServer)`);
}
