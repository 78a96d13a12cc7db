package dev.lockkeeper.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How calls are read. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    /** A misspelt field is refused, not ignored. What we wrote ourselves is read by the ordinary mapper. */
    @Bean
    ServerHttpMessageConvertersCustomizer strictBodies(JsonMapper json) {
        JsonMapper strict = json.rebuild()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        return converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(strict));
    }

    /** By name, so that the web server starts without waiting for the store behind it. */
    @Bean
    DelegatingFilterProxyRegistrationBean idempotencyFilter() {
        DelegatingFilterProxyRegistrationBean filter = new DelegatingFilterProxyRegistrationBean("idempotency");
        filter.addUrlPatterns("/api/*");
        // After those of Spring Security: it keeps answers by user.
        filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }

    /** The head of the description at {@code /v3/api-docs}. */
    @Bean
    OpenAPI description() {
        SecurityScheme token =
                new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
        return new OpenAPI()
                .info(new Info()
                        .title("Lockkeeper")
                        .version("v1")
                        .description(
                                "Errors are problem details with a stable code. Every change accepts Idempotency-Key."))
                .components(new Components().addSecuritySchemes("token", token))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }
}
