<#macro emailLayout>
<html><body><#nested></body></html>
</#macro>
