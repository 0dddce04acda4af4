package dev.cupel.server.platform.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How large a request's body may be; an endpoint that says nothing takes {@link #DEFAULT}. Read where {@link Access} is, before
 * the body, and written into the API document.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BodyLimit {
    String DEFAULT = "2MB";

    /** A size such as {@code 256KB}, or a setting with one: {@code ${cupel.import.max-size:2GB}}. */
    String value() default DEFAULT;

    /** Whether the endpoint reads the body as it comes and counts it itself, so that nobody has to say its length before. */
    boolean streamed() default false;
}
