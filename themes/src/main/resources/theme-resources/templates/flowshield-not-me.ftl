<#-- The link "this was not me" of the mail that tells of a login.
     flowshieldMode: "ask" asks for a press of a button, because scanners follow the links in mails;
       "done", "invalid" and "later" are the answers to that
     flowshieldToken, flowshieldActionUrl: where "ask" posts the field "token"
     flowshieldPasswordHere: for "done", whether the next login asks for another password -->
<#import "template.ftl" as layout>
<#import "flowshield-parts.ftl" as parts>
<#assign mode = flowshieldMode!"invalid">
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    <#if mode == "ask">
      ${msg("flowshield.notMe.title")}
    <#elseif mode == "done">
      ${msg("flowshield.notMe.doneTitle")}
    <#elseif mode == "later">
      ${msg("flowshield.notMe.laterTitle")}
    <#else>
      ${msg("flowshield.invalid.title")}
    </#if>
  <#elseif section = "form">
    <@parts.styles/>
    <div id="flowshield-not-me" class="flowshield" data-mode="${mode}">
      <#if mode == "ask">
        <p>${msg("flowshield.notMe.text")}</p>
        <form id="flowshield-confirm" action="${flowshieldActionUrl}" method="post">
          <input type="hidden" name="token" value="${flowshieldToken}">
          <button id="flowshield-confirm-button" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("flowshield.notMe.button")}</button>
        </form>
      <#elseif mode == "done">
        <p role="status">${msg("flowshield.notMe.doneText")}</p>
        <#if flowshieldPasswordHere!true>
          <p>${msg("flowshield.notMe.donePassword")}</p>
        <#else>
          <p>${msg("flowshield.notMe.doneElsewhere")}</p>
        </#if>
      <#elseif mode == "later">
        <p role="alert">${msg("flowshield.notMe.laterText")}</p>
      <#else>
        <p role="alert">${msg("flowshield.invalid.text")}</p>
      </#if>
    </div>
  </#if>
</@layout.registrationLayout>
