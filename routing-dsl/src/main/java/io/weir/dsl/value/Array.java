package io.weir.dsl.value;

/** A whole JSON array: undefined for everything but the functions that ask for arrays or types. */
public interface Array {

  /** How many elements it has. */
  int size();

  /** The value of an element, counted from 0. */
  Object get(int index);
}
