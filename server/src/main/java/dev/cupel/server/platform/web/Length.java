package dev.cupel.server.platform.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many characters (UTF-16 code units) a text of a request may have, or how many entries a list or map. {@link
 * RequestShapes} enforces it, and the API document says it.
 */
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Length {
    int min() default 0;

    int max();
}
