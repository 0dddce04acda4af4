package dev.cupel.server.platform.web;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
    private final AccessRules accessRules;
    private final TextRules textRules;
    private final BodyLimits bodyLimits;
    private final JsonMapper json;

    WebConfiguration(AccessRules accessRules, TextRules textRules, BodyLimits bodyLimits, JsonMapper json) {
        this.accessRules = accessRules;
        this.textRules = textRules;
        this.bodyLimits = bodyLimits;
        this.json = json;
    }

    /** Requests are taken by the letter: a text is no number, a half is no whole, and nothing follows the body. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        JsonMapper strict = json.rebuild()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
        converters.withJsonConverter(new JacksonJsonHttpMessageConverter(strict));
    }

    /** A text that is there once is one value, whatever commas are in it; the framework takes it for a list of them. Numbers may be listed. */
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.removeConvertible(String.class, Object[].class);
        registry.removeConvertible(String.class, Collection.class);
        registry.addConverter(new OneValue((ConversionService) registry));
    }

    private record OneValue(ConversionService conversions) implements GenericConverter {
        private static final TypeDescriptor TEXTS = TypeDescriptor.valueOf(String[].class);

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(
                    new ConvertiblePair(String.class, Object[].class),
                    new ConvertiblePair(String.class, Collection.class));
        }

        @Override
        public @Nullable Object convert(@Nullable Object value, TypeDescriptor from, TypeDescriptor to) {
            if (value == null) {
                return null;
            }
            TypeDescriptor element = to.getElementTypeDescriptor();
            boolean text = element == null || element.getType() == String.class;
            String said = (String) value;
            return conversions.convert(text ? new String[] {said} : said.split(","), TEXTS, to);
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(bodyLimits).addPathPatterns("/api/**");
        registry.addInterceptor(textRules).addPathPatterns("/api/**");
        registry.addInterceptor(accessRules).addPathPatterns("/api/**");
    }
}
