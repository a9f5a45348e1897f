package io.weir.dsl.body;

import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;

/**
 * A message that is nothing but its body and what is said about it; either of the two may be null.
 */
public final class DeclaredBody implements Message {

  private final String contentType;
  private final String contentEncoding;
  private final byte[] body;

  public DeclaredBody(String contentType, String contentEncoding, byte[] body) {
    this.contentType = contentType;
    this.contentEncoding = contentEncoding;
    this.body = body;
  }

  @Override
  public MessageSource source() {
    return MessageSource.DEVICE_MESSAGES;
  }

  @Override
  public String systemProperty(SystemProperty property) {
    return switch (property) {
      case CONTENT_TYPE -> contentType;
      case CONTENT_ENCODING -> contentEncoding;
      default -> null;
    };
  }

  @Override
  public String property(String name) {
    return null;
  }

  @Override
  public byte[] body() {
    return body;
  }
}
