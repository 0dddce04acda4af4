package dev.cupel.server.platform.web;

import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/** Lets {@link RequestShapes} look at every argument between its reading and the controller. */
@Component
final class CheckedHandlers implements WebMvcRegistrations {
    private final RequestShapes shapes;

    CheckedHandlers(RequestShapes shapes) {
        this.shapes = shapes;
    }

    @Override
    public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
        return new RequestMappingHandlerAdapter() {
            @Override
            protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod method) {
                return new Checked(method, shapes);
            }
        };
    }

    private static final class Checked extends ServletInvocableHandlerMethod {
        private final RequestShapes shapes;

        Checked(HandlerMethod method, RequestShapes shapes) {
            super(method);
            this.shapes = shapes;
        }

        @Override
        protected @Nullable Object[] getMethodArgumentValues(
                NativeWebRequest request, @Nullable ModelAndViewContainer container, @Nullable Object... provided)
                throws Exception {
            @Nullable Object[] arguments = super.getMethodArgumentValues(request, container, provided);
            if (arguments.length > 0 && getBeanType().getPackageName().startsWith("dev.cupel.")) {
                shapes.check(getMethod(), arguments);
            }
            return arguments;
        }
    }

    /** @return how requests name the parameter; empty for the body, null for what does not come from the request */
    static @Nullable String name(Parameter parameter) {
        if (parameter.isAnnotationPresent(RequestBody.class)) {
            return "";
        }
        RequestParam query = AnnotatedElementUtils.findMergedAnnotation(parameter, RequestParam.class);
        if (query != null) {
            return query.name().isEmpty() ? parameter.getName() : query.name();
        }
        PathVariable path = AnnotatedElementUtils.findMergedAnnotation(parameter, PathVariable.class);
        if (path != null) {
            return path.name().isEmpty() ? parameter.getName() : path.name();
        }
        return null;
    }
}
