@echo off
rem Runs Maven with nothing installed but a JDK. Maven itself lies in .mvn\maven, checked by SHA-256.
rem   FLOWSHIELD_MAVEN_HOME  a Maven (3.9 or newer) to use instead
rem   MAVEN_USER_HOME        where it is unpacked to (default: %USERPROFILE%\.m2)
setlocal
set "version=3.9.11"
set "sha256=0d7125e8c91097b36edb990ea5934e6c68b4440eef4ea96510a0f6815e7eeadb"

set "java=java"
if not "%JAVA_HOME%"=="" set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo mvnw: no JDK found. Install one ^(17, 21 or 25^) and set JAVA_HOME or PATH. 1>&2
  exit /b 1
)

if "%MAVEN_USER_HOME%"=="" set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "home=%MAVEN_USER_HOME%\flowshield-maven\%version%"
if not "%FLOWSHIELD_MAVEN_HOME%"=="" set "home=%FLOWSHIELD_MAVEN_HOME%"
if exist "%home%\bin\mvn.cmd" goto run
if not "%FLOWSHIELD_MAVEN_HOME%"=="" (
  echo mvnw: FLOWSHIELD_MAVEN_HOME holds no bin\mvn.cmd 1>&2
  exit /b 1
)
"%java%" "%~dp0.mvn\maven\InstallMaven.java" "%~dp0.mvn\maven\apache-maven-%version%-bin.zip" %sha256% "%home%" 1>&2
if errorlevel 1 exit /b 1

:run
"%home%\bin\mvn.cmd" %*
exit /b %errorlevel%
