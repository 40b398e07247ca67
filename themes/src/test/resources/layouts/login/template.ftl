<#-- Stands in for a theme's layout: the sections, in Keycloak's order. -->
<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!DOCTYPE html>
<html lang="${lang}">
<head><title>test</title></head>
<body>
<h1><#nested "header"></h1>
<#if displayMessage && message?has_content><p id="message">${message.summary}</p></#if>
<main><#nested "form"></main>
<footer><#nested "info"></footer>
</body>
</html>
</#macro>
