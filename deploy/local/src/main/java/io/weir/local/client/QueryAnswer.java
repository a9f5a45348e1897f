package io.weir.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One page of an answer.
 *
 * @param type {@code Twin}, {@code Raw} or {@code DeviceJob} (REST-58)
 * @param items an array; numbers keep their digits
 * @param continuation where the next page begins; empty when there is none
 */
public record QueryAnswer(String type, JsonNode items, Optional<String> continuation) {}
