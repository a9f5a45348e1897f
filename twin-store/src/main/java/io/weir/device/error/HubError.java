package io.weir.device.error;

/** The hub's error codes (ERR-05): the HTTP status times 1000, plus a number. */
public enum HubError {
  INVALID_PROTOCOL_VERSION(400001, "InvalidProtocolVersion"),
  INVALID_OPERATION(400003, "InvalidOperation"),
  ARGUMENT_INVALID(400004, "ArgumentInvalid"),
  ARGUMENT_NULL(400005, "ArgumentNull"),
  FORMAT_ERROR(400006, "IotHubFormatError"),
  UNAUTHORIZED(401002, "IotHubUnauthorizedAccess"),
  TOKEN_EXPIRED(401003, "IotHubUnauthorized"),
  DEVICE_DEFINED_MULTIPLE_TIMES(400011, "DeviceDefinedMultipleTimes"),
  BULK_REGISTRY_OPERATION_FAILURE(400013, "BulkRegistryOperationFailure"),
  DEVICE_DISABLED(403012, "DeviceDisabled"),
  NOT_FOUND(404000, "GenericNotFound"),
  DEVICE_NOT_FOUND(404001, "DeviceNotFound"),
  MODULE_NOT_FOUND(404010, "ModuleNotFound"),
  CONNECTION_CLOSED(404104, "DeviceConnectionClosedRemotely"),
  METHOD_NOT_ALLOWED(405000, "GenericMethodNotAllowed"),
  DEVICE_ALREADY_EXISTS(409001, "DeviceAlreadyExists"),
  MODULE_ALREADY_EXISTS(409301, "ModuleAlreadyExistsOnDevice"),
  PRECONDITION_FAILED(412001, "PreconditionFailed"),
  MESSAGE_TOO_LARGE(413001, "MessageTooLarge"),
  TOO_MANY_DEVICES(413002, "TooManyDevices"),
  TOO_MANY_MODULES(413003, "TooManyModulesOnDevice"),
  UNSUPPORTED_MEDIA_TYPE(415000, "GenericUnsupportedMediaType"),
  THROTTLED(429001, "ThrottlingException"),
  SERVER_ERROR(500001, "ServerError"),
  SERVICE_UNAVAILABLE(503001, "ServiceUnavailable"),
  CONNECTION_TAKEN_OVER(400027, "ConnectionForcefullyClosedOnNewConnection");

  private final int code;
  private final String wireName;

  HubError(int code, String wireName) {
    this.code = code;
    this.wireName = wireName;
  }

  /** The six-digit code. */
  public int code() {
    return code;
  }

  /**
   * The symbolic name: of {@code iothub-errorcode} and of {@code ErrorCode:} in the body (ERR-01,
   * ERR-03).
   */
  public String wireName() {
    return wireName;
  }

  /** The HTTP status that the code belongs to. */
  public int httpStatus() {
    return code / 1000;
  }
}
